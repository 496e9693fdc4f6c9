/** What all operations of the REST API have in common, its description, and invalid requests. */
package dcm.journey.api;
