/** The administrators' API that defines, lists and retires presets. */
@NullMarked
package dcm.user.preset;

import org.jspecify.annotations.NullMarked;
