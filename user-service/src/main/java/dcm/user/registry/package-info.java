/** The administrators' API that permits and forbids registries. */
@NullMarked
package dcm.user.registry;

import org.jspecify.annotations.NullMarked;
