/** The server that commands use, and the access token for it. */
@NullMarked
package dcm.client.server;

import org.jspecify.annotations.NullMarked;
