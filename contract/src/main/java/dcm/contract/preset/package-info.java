/** Presets: named Docker options beyond the fixed shape of containers, and grants to use them. */
@NullMarked
package dcm.contract.preset;

import org.jspecify.annotations.NullMarked;
