/** What administrators decide about image registries. Contains no credentials. */
@NullMarked
package dcm.contract.registry;

import org.jspecify.annotations.NullMarked;
