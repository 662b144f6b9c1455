module.exports = fetch => fetch;
