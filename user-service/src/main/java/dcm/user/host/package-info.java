/** The administrators' API for hosts: cordon, drain, label, remove. projection-service shows their state. */
@NullMarked
package dcm.user.host;

import org.jspecify.annotations.NullMarked;
