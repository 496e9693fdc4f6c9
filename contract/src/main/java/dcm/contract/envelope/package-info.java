/**
 * What every record carries besides its payload: who, when, why, in answer to what.
 */
@NullMarked
package dcm.contract.envelope;

import org.jspecify.annotations.NullMarked;
