/**
 * The web console's part of the gateway: its files, its sessions over HTTP, and its requests to the API. The browser's requests
 * are checked here; what a user may do is the services' task.
 */
@NullMarked
package dcm.apigateway.console;

import org.jspecify.annotations.NullMarked;
