/** The administrators' API that releases or discards quarantined records. projection-service lists them. */
@NullMarked
package dcm.user.quarantine;

import org.jspecify.annotations.NullMarked;
