/** Copies the homes of accounts that are moved to another host, from one worker to the other. Knows nothing of the views. */
@NullMarked
package dcm.projection.move;

import org.jspecify.annotations.NullMarked;
