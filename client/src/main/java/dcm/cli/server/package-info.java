/** The server that commands use, and the access token for it. */
@NullMarked
package dcm.cli.server;

import org.jspecify.annotations.NullMarked;
