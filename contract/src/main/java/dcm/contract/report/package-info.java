/**
 * What a worker did or saw; admission turns it into events.
 */
@NullMarked
package dcm.contract.report;

import org.jspecify.annotations.NullMarked;
