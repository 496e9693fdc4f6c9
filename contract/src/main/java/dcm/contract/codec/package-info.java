/** Writes records as JSON with CloudEvents headers and reads every version ever written. */
@NullMarked
package dcm.contract.codec;

import org.jspecify.annotations.NullMarked;
