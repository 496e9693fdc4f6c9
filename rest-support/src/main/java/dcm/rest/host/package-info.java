/** The latest snapshots of hosts. */
@NullMarked
package dcm.rest.host;

import org.jspecify.annotations.NullMarked;
