/**
 * The API gateway: one public origin for all services, so that URLs remain valid when a service moves. It routes by
 * path and forwards; authentication and authorization are the services' task. For browsers, see the packages {@code session},
 * {@code live} and {@code console}.
 */
@NullMarked
package dcm.apigateway;

import org.jspecify.annotations.NullMarked;
