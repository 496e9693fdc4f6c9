/** Connections to servers: certificates, addresses, and requests without a token. */
@NullMarked
package dcm.cli.connection;

import org.jspecify.annotations.NullMarked;
