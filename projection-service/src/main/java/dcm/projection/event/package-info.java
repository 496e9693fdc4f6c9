/** How views describe events in words. */
@NullMarked
package dcm.projection.event;

import org.jspecify.annotations.NullMarked;
