/** Link documents: JSON to link and back. */
package io.streambus.bridge.document;
