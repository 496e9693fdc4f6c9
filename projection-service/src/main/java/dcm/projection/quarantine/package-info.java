/**
 * The view of records that admission, or these views, could not process.
 */
@NullMarked
package dcm.projection.quarantine;

import org.jspecify.annotations.NullMarked;
