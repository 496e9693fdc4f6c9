/**
 * The presets that administrators have made, held in memory.
 */
@NullMarked
package dcm.projection.preset;

import org.jspecify.annotations.NullMarked;
