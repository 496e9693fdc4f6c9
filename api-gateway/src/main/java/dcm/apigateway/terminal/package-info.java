/**
 * Terminals of the web console: relays WebSockets between browser tabs and the SSH gateway, which has the terminals. It knows neither
 * containers nor what the messages mean.
 */
@NullMarked
package dcm.apigateway.terminal;

import org.jspecify.annotations.NullMarked;
