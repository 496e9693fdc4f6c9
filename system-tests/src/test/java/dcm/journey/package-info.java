/**
 * Journeys over the whole running system: real Kafka, PostgreSQL, Keycloak and Docker Engine, the REST API through the
 * API gateway, and the OpenSSH client.
 */
package dcm.journey;
