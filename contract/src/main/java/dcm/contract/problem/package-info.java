/** The error codes with their HTTP status and title. */
@NullMarked
package dcm.contract.problem;

import org.jspecify.annotations.NullMarked;
