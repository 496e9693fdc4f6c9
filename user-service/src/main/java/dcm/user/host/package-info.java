/** The administrators' API for hosts: cordon, drain, remove. projection-service shows their state. */
@NullMarked
package dcm.user.host;

import org.jspecify.annotations.NullMarked;
