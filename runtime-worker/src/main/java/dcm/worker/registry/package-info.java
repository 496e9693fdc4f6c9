/**
 * Pulls images from registries that administrators permit, and pushes images to them, over the HTTP API of the OCI
 * distribution specification. Never stores or logs credentials.
 */
@NullMarked
package dcm.worker.registry;

import org.jspecify.annotations.NullMarked;
