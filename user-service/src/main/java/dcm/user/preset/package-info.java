/**
 * Administrators' doors to presets: making, changing, listing and retiring them.
 */
@NullMarked
package dcm.user.preset;

import org.jspecify.annotations.NullMarked;
