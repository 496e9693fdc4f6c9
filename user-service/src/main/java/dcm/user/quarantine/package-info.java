/** The administrators' API for quarantined records. projection-service lists them. */
@NullMarked
package dcm.user.quarantine;

import org.jspecify.annotations.NullMarked;
