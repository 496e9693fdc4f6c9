/**
 * What fields of administrators' requests may hold, where the shared language leaves it open.
 */
@NullMarked
package dcm.user.rule;

import org.jspecify.annotations.NullMarked;
