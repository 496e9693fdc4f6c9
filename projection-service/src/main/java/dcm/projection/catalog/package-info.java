/**
 * The presets and groups that administrators have made, held in memory.
 */
@NullMarked
package dcm.projection.catalog;

import org.jspecify.annotations.NullMarked;
