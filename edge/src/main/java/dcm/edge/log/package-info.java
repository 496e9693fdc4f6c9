/** How a service reaches the log. Only configuration; reading and writing are in {@code dcm.log}. */
@NullMarked
package dcm.edge.log;

import org.jspecify.annotations.NullMarked;
