/** What a broker's port speaks: asked before a client takes an answer that is none for a length, and when a client got no answer and does not say why. */
package io.streambus.connect.listener;
