/** The gateway's own files, accessible only to its user. */
@NullMarked
package dcm.gateway.state;

import org.jspecify.annotations.NullMarked;
