/**
 * How records are written as JSON with CloudEvents headers, and how every version ever written is still read.
 */
@NullMarked
package dcm.contract.codec;

import org.jspecify.annotations.NullMarked;
