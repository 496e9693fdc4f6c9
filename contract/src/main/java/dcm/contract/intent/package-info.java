/**
 * What people ask for, recorded before anything is done.
 */
@NullMarked
package dcm.contract.intent;

import org.jspecify.annotations.NullMarked;
