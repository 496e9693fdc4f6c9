/** Presets: named Docker options beyond the standard configuration of containers, and grants to use them. */
@NullMarked
package dcm.contract.preset;

import org.jspecify.annotations.NullMarked;
