/** Path of the links that add a server. */
export const ADD_SERVER_PATH = '/add-server';
