/** The gateway's own files, readable by it alone. */
@NullMarked
package dcm.gateway.state;

import org.jspecify.annotations.NullMarked;
