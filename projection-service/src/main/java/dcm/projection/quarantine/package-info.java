/** The view of records that admission or the views cannot process. */
@NullMarked
package dcm.projection.quarantine;

import org.jspecify.annotations.NullMarked;
