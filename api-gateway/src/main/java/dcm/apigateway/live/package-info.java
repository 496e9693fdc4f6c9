/**
 * The web console's WebSocket: it carries the services' streams to a browser tab, several over one connection. It knows
 * streams and frames, and nothing of their meaning.
 */
@NullMarked
package dcm.apigateway.live;

import org.jspecify.annotations.NullMarked;
