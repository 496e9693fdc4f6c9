/** Reports: what workers and user-service did or observed. Admission turns them into events. */
@NullMarked
package dcm.contract.report;

import org.jspecify.annotations.NullMarked;
