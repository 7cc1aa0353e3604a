/** The link document: JSON to link and back, with every fault of a document found at once and named by JSON pointer. */
package io.streambus.bridge.document;
