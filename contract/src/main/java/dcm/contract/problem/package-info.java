/**
 * Every way in which DCM says no: stable codes, their HTTP status and their sentence.
 */
@NullMarked
package dcm.contract.problem;

import org.jspecify.annotations.NullMarked;
