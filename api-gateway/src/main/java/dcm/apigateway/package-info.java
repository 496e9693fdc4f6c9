/**
 * The API gateway: one public origin for all services, so that URLs remain valid when a service moves. It routes by
 * path and forwards; authentication and authorization are the services' task.
 */
@NullMarked
package dcm.apigateway;

import org.jspecify.annotations.NullMarked;
