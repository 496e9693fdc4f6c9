/**
 * The certificate of the public listener: from files, from the installation's own authority, or by ACME. It is kept on a thread of its
 * own, so this package may block and use files. It knows nothing of requests and listeners.
 */
@NullMarked
package dcm.apigateway.certificate;

import org.jspecify.annotations.NullMarked;
