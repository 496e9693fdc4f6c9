/** What is transferred from one owner to another, or from one host to another. */
@NullMarked
package dcm.contract.transfer;

import org.jspecify.annotations.NullMarked;
