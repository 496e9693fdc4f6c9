/**
 * Decides about records that admission cannot process. Pure: the record and an administrator's intent in, events out.
 */
@NullMarked
package dcm.command.admission.quarantine;

import org.jspecify.annotations.NullMarked;
