/** DCM's own services with their memory limits, dependencies and environment. */
@NullMarked
package dcm.stack.service;

import org.jspecify.annotations.NullMarked;
