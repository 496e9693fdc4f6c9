/**
 * Chooses a host for a container: pure, no clock, no random.
 */
@NullMarked
package dcm.command.placement;

import org.jspecify.annotations.NullMarked;
