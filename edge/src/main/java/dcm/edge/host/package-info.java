/**
 * What hosts last told of themselves.
 */
@NullMarked
package dcm.edge.host;

import org.jspecify.annotations.NullMarked;
