/**
 * What hosts told last, held in memory: it is no history, and is read anew at each start.
 */
@NullMarked
package dcm.projection.host;

import org.jspecify.annotations.NullMarked;
