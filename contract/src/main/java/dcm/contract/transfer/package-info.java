/**
 * What is handed over from one owner to another.
 */
@NullMarked
package dcm.contract.transfer;

import org.jspecify.annotations.NullMarked;
